-- Owned by: access.

-- Who may sign in. Nobody is ever deleted: the audit goes on naming them. `name_key` is the name as
-- it is compared, so that no two people are told apart by case or by how a letter is written.
create table person (
  id           uuid        primary key,
  name         text        not null,
  name_key     text        not null unique,
  email        text        unique,
  role         text        not null check (role in ('viewer', 'operator', 'admin')),
  personal     boolean     not null,
  correct      boolean     not null,
  password     text,
  issuer       text,
  subject      text,
  created_at   timestamptz not null,
  created_by   text        not null,
  signed_in_at timestamptz,
  disabled_at  timestamptz,
  unique (issuer, subject)
);

-- One-time links by which people choose a password. `person` is null where the link makes an admin
-- of whoever opens it. A used link is a deleted row.
create table welcome_link (
  sha256  bytea       primary key,
  person  uuid,
  made_at timestamptz not null,
  made_by text        not null,
  ends_at timestamptz not null
);
create index welcome_link_person on welcome_link (person);

-- Browsers that are signed in, by the hash of what their cookie holds.
create table session (
  id       uuid        primary key,
  sha256   bytea       not null unique,
  person   uuid        not null,
  begun_at timestamptz not null,
  seen_at  timestamptz not null,
  browser  text        not null
);
create index session_person on session (person);

-- Tries to sign in that went wrong, by the hash of the name that was typed and of the address they
-- came from; none is checked before `opens_at`.
create table sign_in_try (
  key      bytea       primary key,
  failures integer     not null,
  last_at  timestamptz not null,
  opens_at timestamptz not null
);
