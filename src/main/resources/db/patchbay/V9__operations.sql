-- Owned by: lane, delivery -> outbox; message, day_count -> inbox.

-- A person stopped the lane: kept here, so that it holds over restarts and for every hub.
alter table lane
  add column halted_at  timestamptz,
  add column halted_by  text,
  add column halted_why text;

-- When each connection was heard from. Takes the place of the index by time alone: what comes in
-- pays for no more indexes than before.
create index message_connection on message (connection, received_at);
drop index message_received;

-- What ended lately. Costs next to nothing to keep, unlike one entry per row.
create index delivery_finished on delivery using brin (finished_at)
  with (pages_per_range = 16, autosummarize = on);

-- What leaves no message behind, counted by day of the stack's time zone: repeats, refusals, what
-- only sweeps found.
create table day_count (
  day        date   not null,
  connection text   not null,
  what       text   not null,
  number     bigint not null,
  primary key (day, connection, what)
);
