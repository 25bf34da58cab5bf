-- Owned by: tracking.

-- Ways to look at the list of calls and leads that somebody keeps under a name. `query` is what stands
-- behind the ? of its address; it never names a person of whom leads tell.
create table saved_view (
  id     uuid        primary key,
  owner  text        not null,
  name   text        not null,
  shared boolean     not null,
  query  text        not null,
  at     timestamptz not null,
  unique (owner, name)
);

-- Grows with each batch in which a lead came or changed: who watches the list asks for it alone.
alter table projection add column told bigint not null default 0;
