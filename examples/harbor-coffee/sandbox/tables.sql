-- The business's own database: call records of the kitchen's exchange, and facts that the hub writes.
create table if not exists cdr (
  id bigint generated always as identity (start with 5001) primary key,
  calldate timestamptz not null default now(),
  src text not null,
  dst text not null,
  duration integer not null,
  disposition text not null);
create table if not exists fact (
  event_id text primary key,
  type text,
  source text,
  subject text,
  occurred_at text,
  email text,
  phone text,
  campaign text,
  amount text);
