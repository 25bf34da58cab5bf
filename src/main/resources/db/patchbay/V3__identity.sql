-- Owned by: changed -> eventlog; sighting, merge, identity_decision, identity_review,
-- identity_basis -> customer.

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

-- Claims that belong to nobody, such as those of a blocked address, until somebody lifts the block.
create index event_unowned on event (sighting) where customer is null and sighting is not null;

-- A distinct claim: one connection said this of one person. identifiers: kind:value, strongest
-- first. born is the customer it made or first came to, whose id is given back when a merge is
-- undone.
create table sighting (
  id          uuid        primary key,
  connection  text        not null,
  identifiers text[]      not null,
  person      jsonb       not null,
  first_at    timestamptz not null,
  last_at     timestamptz not null,
  message     uuid        not null,
  customer    uuid,
  born        uuid
) with (fillfactor = 90);
create index sighting_customer on sighting (customer);
create index sighting_identifiers on sighting using gin (identifiers) with (fastupdate = off);

-- Who an absorbed customer is now; per field its value, whence, and the values that lost; whether
-- any did; and how often claims left or came, so that a reader knows what it read still holds.
alter table customer add column merged_into uuid;
alter table customer add column fields jsonb not null default '{}';
alter table customer add column disputed boolean not null default false;
alter table customer add column moves integer not null default 0;
create index customer_merged on customer (merged_into) where merged_into is not null;

-- What was known before claims were kept: one claim for each customer, under the customer's id.
insert into sighting
  (id, connection, identifiers, person, first_at, last_at, message, customer, born)
select c.id, '', array_agg(i.kind || ':' || i.value order by i.first_seen, i.kind, i.value),
       c.person, c.created_at, c.created_at, (array_agg(i.message order by i.first_seen))[1],
       c.id, c.id
from customer c join identifier i on i.customer = c.id
group by c.id;

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

-- What was decided. kind: same, different (identifiers against others), shared, blocked, personal.
create table identity_decision (
  id          uuid        primary key,
  kind        text        not null,
  identifiers text[]      not null,
  others      text[]      not null default '{}',
  by_whom     text        not null,
  why         text        not null,
  at          timestamptz not null,
  undone_at   timestamptz,
  undone_by   text
);
create index identity_decision_identifiers on identity_decision using gin (identifiers);
create index identity_decision_others on identity_decision using gin (others);

-- Matches that a guard refused and a person should look at. state: open, same, different.
create table identity_review (
  id         uuid        primary key,
  kind       text        not null,
  identifier text        not null,
  other      text        not null,
  sighting   uuid        not null,
  state      text        not null default 'open',
  found_at   timestamptz not null,
  decided_at timestamptz,
  decided_by text
);
create index identity_review_open on identity_review (found_at, id) where state = 'open';
create index identity_review_identifier on identity_review (identifier);
create index identity_review_other on identity_review (other);


-- By which rules who is who was computed, and whether it is to be computed again. claimed_at: since
-- when a hub is at it.
create table identity_basis (
  one        boolean     primary key default true check (one),
  rules      text        not null,
  due        boolean     not null,
  claimed_at timestamptz
);
