-- Owned by: access.

-- A token is kept only as its SHA-256: who reads this table can call nothing.
create table api_token (
  id         uuid        primary key,
  name       text        not null,
  sha256     bytea       not null unique,
  scopes     text[]      not null,
  created_at timestamptz not null,
  created_by text        not null,
  revoked_at timestamptz
);
create unique index api_token_name on api_token (name) where revoked_at is null;

-- Who did or saw what. Each row holds the hash of the one before, so that none can be changed or
-- taken out unseen; audit_head tells how many there must be.
create table audit (
  seq      bigint      primary key,
  at       timestamptz not null,
  who      text        not null,
  action   text        not null,
  what     text        not null,
  why      text,
  records  bigint      not null,
  previous bytea       not null,
  hash     bytea       not null
);

create table audit_head (
  one  boolean primary key default true check (one),
  seq  bigint  not null,
  hash bytea   not null
);
insert into audit_head (seq, hash) values (0, decode(repeat('00', 32), 'hex'));
