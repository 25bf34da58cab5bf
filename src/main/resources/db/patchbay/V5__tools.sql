-- Owned by: tools.

-- What erased people were known by, as keyed hashes (HMAC-SHA256 with the key for secrets): enough to
-- know them again in a restored backup, and to tell nobody who they were.
create table suppressed (
  kind text        not null,
  hash bytea       not null,
  at   timestamptz not null,
  primary key (kind, hash)
);

-- Events that tell tools to erase somebody. They name the person until every tool was told.
create table erasure (
  event    uuid        primary key,
  customer uuid        not null,
  at       timestamptz not null
);
