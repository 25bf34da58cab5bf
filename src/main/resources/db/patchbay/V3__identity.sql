-- Owned by: changed -> eventlog; sighting, sighting_identifier, merge, identity_decision,
-- identity_review -> customer.

-- Whose derived rows are to be made again: a customer, or an event that belongs to nobody.
create table changed (
  id       bigint      generated always as identity primary key,
  customer uuid,
  event    uuid,
  at       timestamptz not null default clock_timestamp()
);
create index changed_customer on changed (customer) where customer is not null;

-- The distinct claim an event makes of a person; null for nobody.
alter table event add column sighting uuid;

-- Forms of nobody, by what they tell of.
create index event_loose on event (source, subject)
  where customer is null and type = 'lead.submitted';

-- Events that tell of one call, deal or sale: some may name nobody.
create index event_thread on event (
    source,
    coalesce(data #>> '{call,id}', data #>> '{deal,id}', data #>> '{sale,refundOf}',
             data #>> '{sale,id}', subject))
  where type in ('call.started', 'call.completed', 'call.updated', 'deal.stage_changed',
                 'sale.completed', 'sale.refunded');

-- A distinct claim: one connection said that these identifiers and this name are one person's.
create table sighting (
  id          uuid        primary key,
  connection  text        not null,
  verified    boolean     not null,
  kinds       text[]      not null,
  identifiers text[]      not null,
  first_name  text,
  last_name   text,
  first_at    timestamptz not null,
  message     uuid        not null,
  customer    uuid        not null
);
create index sighting_customer on sighting (customer);

create table sighting_identifier (
  kind     text not null,
  value    text not null,
  sighting uuid not null,
  primary key (kind, value, sighting)
);

-- Who an absorbed customer is now, and per field its value, whence, and the values that lost.
alter table customer add column merged_into uuid;
alter table customer add column fields jsonb not null default '{}';

create table merge (
  id        uuid        primary key,
  survivor  uuid        not null,
  absorbed  uuid        not null,
  at        timestamptz not null,
  by_whom   text        not null,
  evidence  jsonb       not null,
  undone_at timestamptz
);
create index merge_survivor on merge (survivor);
create index merge_absorbed on merge (absorbed);

-- What people decided: kind is same, different, shared or blocked.
create table identity_decision (
  id        uuid        primary key,
  kind      text        not null,
  about     jsonb       not null,
  by_whom   text        not null,
  why       text,
  at        timestamptz not null,
  undone_at timestamptz
);

-- Matches that a guard refused and a person should look at. state: open, accepted, rejected.
create table identity_review (
  id         uuid        primary key,
  one        uuid        not null,
  other      uuid        not null,
  reason     text        not null,
  evidence   jsonb       not null,
  state      text        not null default 'open',
  found_at   timestamptz not null,
  decided_at timestamptz,
  decided_by text
);
create index identity_review_open on identity_review (found_at) where state = 'open';
