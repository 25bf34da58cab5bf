-- The business's own databases, all on one server: the exchange, the job book, the accounts, and facts that the hub writes.
create table if not exists cdr (
  id bigint generated always as identity (start with 20001) primary key,
  calldate timestamptz not null default now(),
  src text not null,
  dst text not null,
  did text,
  duration integer not null,
  disposition text not null);
create table if not exists contact (
  patchbay_id text primary key,
  email text,
  phone text,
  first_name text,
  last_name text,
  city text,
  source text,
  campaign text,
  changed_at timestamptz not null);
create table if not exists job_log (
  id bigint generated always as identity (start with 301) primary key,
  at timestamptz not null default now(),
  what text not null,
  email text,
  phone text,
  job text,
  stage text,
  previous_stage text,
  amount numeric(12, 2),
  how text,
  who text,
  automatic boolean not null default false);
create table if not exists invoice (
  id bigint generated always as identity (start with 7001) primary key,
  created_at timestamptz not null default now(),
  email text,
  phone text,
  total numeric(12, 2) not null,
  payment_method text);
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
