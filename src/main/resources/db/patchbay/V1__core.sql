-- Owned by: replica, lane -> outbox; message -> inbox; customer, identifier -> customer;
-- event -> eventlog; delivery, attempt -> outbox; poll_cursor -> inbox.
--
-- No foreign keys: what refers to a row is written in the transaction that writes the row, and a
-- key checked per row would cost a fifth of all the database does.

-- One row per running hub. What a hub holds is free for others once its heartbeat is old.
create table replica (
  id           bigint generated always as identity primary key,
  name         text        not null,
  started_at   timestamptz not null default clock_timestamp(),
  heartbeat_at timestamptz not null default clock_timestamp()
);

-- A raw message, bytes as they came. state: 0 waiting, 1 processed, 2 invalid.
create table message (
  id            uuid        primary key,
  connection    text        not null,
  dedupe_key    text        not null,
  vendor_id     text,
  body_sha256   bytea       not null,
  body          bytea       not null,
  content_type  text        not null,
  headers       jsonb       not null default '{}',
  url           text,
  received_at   timestamptz not null,
  state         smallint    not null default 0,
  replica       bigint,
  tries         integer     not null default 0,
  events        integer     not null default 0,
  findings      jsonb,
  processed_at  timestamptz
) with (fillfactor = 90);
create unique index message_dedupe on message (connection, dedupe_key);
create index message_waiting on message (received_at) where state = 0;
create index message_invalid on message (connection, received_at) where state = 2;
create index message_received on message (received_at);

-- How far a polled source has been read. Moved only after the messages are committed.
create table poll_cursor (
  connection text        not null,
  name       text        not null,
  value      text        not null,
  moved_at   timestamptz not null default clock_timestamp(),
  primary key (connection, name)
);

create table customer (
  id         uuid        primary key,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  person     jsonb       not null default '{}'
);

-- kind: email, phone, visitor, or the system's name for an external id.
create table identifier (
  kind       text        not null,
  value      text        not null,
  customer   uuid        not null,
  message    uuid        not null,
  first_seen timestamptz not null,
  primary key (kind, value)
);
create index identifier_customer on identifier (customer);

create table event (
  id          uuid        primary key,
  seq         bigint      generated always as identity,
  message     uuid        not null,
  type        text        not null,
  source      text        not null,
  subject     text,
  time        timestamptz not null,
  received_at timestamptz not null,
  customer    uuid,
  data        jsonb       not null
);
-- Forms and orders are some KB: kept in line as they are, which costs less than compressing them.
alter table event set (toast_tuple_target = 8160);
create index event_seq on event (seq);
create index event_customer on event (customer, seq);
create index event_message on event (message);

-- Who sends for a destination. Fenced: every write of a lane names the token it was taken with.
create table lane (
  destination   text        primary key,
  replica       bigint,
  token         bigint      not null default 0,
  paused        boolean     not null default false,
  paused_at     timestamptz,
  paused_kind   text,
  paused_text   text,
  paused_remedy text
);

-- One event for one destination. state: 0 pending, 1 delivered, 2 dead, 3 canceled.
-- claimed_by is the lane's token while a lane holds the row in memory; another token's claim is void.
create table delivery (
  id               uuid        primary key,
  seq              bigint      generated always as identity,
  event            uuid        not null,
  customer         uuid,
  destination      text        not null,
  source           text        not null,
  flow             text        not null,
  action           text,
  state            smallint    not null default 0,
  claimed_by       bigint,
  attempts         integer     not null default 0,
  due_at           timestamptz not null,
  received_at      timestamptz not null,
  enqueued_at      timestamptz not null,
  first_attempt_at timestamptz,
  finished_at      timestamptz,
  error_kind       text,
  error_text       text,
  -- Patience counts from here, and with attempts after these: moved by a replay.
  retry_since      timestamptz not null,
  attempts_before  integer     not null default 0,
  unique (event, destination, flow)
) with (fillfactor = 80);
create index delivery_pending on delivery (destination, seq) where state = 0;
create index delivery_pending_customer on delivery (destination, customer, seq) where state = 0;
create index delivery_dead on delivery (destination, finished_at) where state = 2;
create index delivery_dead_customer on delivery (destination, customer, seq) where state = 2;
create index delivery_seq on delivery (seq);

create table attempt (
  delivery    uuid        not null,
  number      integer     not null,
  started_at  timestamptz not null,
  ended_at    timestamptz not null,
  verdict     text        not null,
  status      integer,
  error_kind  text,
  error_text  text,
  retry_at    timestamptz,
  primary key (delivery, number)
);
