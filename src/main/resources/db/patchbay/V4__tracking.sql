-- Owned by: tracking. All but correction is derived from events, deliveries and corrections, and
-- can be made again from them.

-- One inbound contact: a form, a call, a mail, a chat. Its id is that of its earliest event.
create table lead (
  id             uuid        primary key,
  customer       uuid,
  channel        text        not null,
  connection     text        not null,
  at             timestamptz not null,
  received_at    timestamptz not null,
  name           text,
  email          text,
  phone          text,
  company        text,
  first_time     boolean     not null,
  duplicate_of   uuid,
  duplicate_rule text,
  status         text        not null,
  status_by      text,
  spam_score     smallint    not null default 0,
  spam_reasons   text[]      not null default '{}',
  direction      text,
  answered       boolean,
  voicemail      boolean,
  duration_s     integer,
  recording_url  text,
  agent          text,
  tracking_number text,
  form_name      text,
  message        text,
  source         text        not null,
  medium         text,
  campaign       text,
  keyword        text,
  content        text,
  landing_page   text,
  referrer       text,
  click_kind     text,
  click_id       text,
  contacted_at   timestamptz,
  qualified_at   timestamptz,
  quoted_at      timestamptz,
  won_at         timestamptz,
  lost_at        timestamptz,
  quote_amount   bigint,
  sale_amount    bigint,
  currency       text,
  capture_ms     bigint,
  pipeline_ms    bigint,
  write_ms       bigint,
  delivery_ms    bigint,
  touch_ms       bigint,
  touch_due_at   timestamptz,
  events         integer     not null,
  changed_at     timestamptz not null,
  corrected      boolean     not null default false
);
create index lead_at on lead (at desc, id desc);
create index lead_customer on lead (customer);
create index lead_status on lead (status, at desc, id desc);
create index lead_source on lead (source, at desc, id desc);
create index lead_connection on lead (connection, at desc, id desc);
create index lead_waiting on lead (touch_due_at) where status = 'new';
-- The slowest first, as people sort by a clock.
create index lead_touch on lead ((coalesce(touch_ms, -1)) desc, id desc);
create index lead_delivery on lead ((coalesce(delivery_ms, -1)) desc, id desc);
create index lead_email on lead (lower(email) text_pattern_ops);
create index lead_phone on lead (phone text_pattern_ops);
create index lead_name on lead (lower(name) text_pattern_ops);

create table lead_event (
  event    uuid primary key,
  lead     uuid not null,
  customer uuid
);
create index lead_event_lead on lead_event (lead);
create index lead_event_customer on lead_event (customer) where customer is not null;

-- A touch before a conversion, with what each attribution model credits it: each model's credits of
-- a conversion sum to exactly 1. amount is that of the whole sale, less refunds; null for leads.
create table touch (
  conversion      uuid        not null,
  number          smallint    not null,
  conversion_kind text        not null,
  conversion_at   timestamptz not null,
  customer        uuid,
  event           uuid        not null,
  at              timestamptz not null,
  source          text        not null,
  medium          text,
  campaign        text,
  keyword         text,
  landing_page    text,
  click_kind      text,
  first           double precision not null,
  last            double precision not null,
  last_non_direct double precision not null,
  linear          double precision not null,
  time_decay      double precision not null,
  position_based  double precision not null,
  amount          bigint,
  currency        text,
  primary key (conversion, number)
);
create index touch_at on touch (conversion_at);
create index touch_customer on touch (customer);

create table sale (
  id         uuid        primary key,
  customer   uuid,
  connection text        not null,
  subject    text,
  at         timestamptz not null,
  amount     bigint,
  currency   text,
  refunded   bigint      not null default 0,
  lead       uuid,
  source     text        not null,
  medium     text,
  campaign   text
);
create index sale_at on sale (at desc, id desc);
create index sale_customer on sale (customer);
create index sale_lead on sale (lead) where lead is not null;

create table visit (
  event        uuid        primary key,
  customer     uuid,
  visitor      text,
  at           timestamptz not null,
  source       text        not null,
  medium       text,
  campaign     text,
  keyword      text,
  landing_page text,
  click_kind   text,
  device       text,
  lead         uuid
);
create index visit_at on visit (at);
create index visit_customer on visit (customer);

-- Times in ms.
create table page_speed (
  event          uuid        primary key,
  customer       uuid,
  at             timestamptz not null,
  page           text        not null,
  device         text,
  kind           text,
  lcp_ms         real,
  inp_ms         real,
  cls            real,
  fcp_ms         real,
  ttfb_ms        real,
  form_usable_ms real
);
create index page_speed_at on page_speed (at);
create index page_speed_customer on page_speed (customer);

-- The last word on each campaign and day; amount in minor units.
create table spend (
  connection  text   not null,
  campaign    text   not null,
  day         date   not null,
  source      text,
  amount      bigint,
  currency    text,
  clicks      bigint,
  impressions bigint,
  event       uuid   not null,
  reported_at timestamptz not null,
  primary key (connection, campaign, day)
);

-- By which rules the derived rows were made; other rules, and all are made again.
create table projection (
  name  text primary key,
  rules text not null
);

-- What people said of a lead, told by any event of it. Facts: appended, never changed.
create table correction (
  id      uuid        primary key,
  event   uuid        not null,
  field   text        not null,
  value   jsonb,
  by_whom text        not null,
  why     text,
  at      timestamptz not null
);
create index correction_event on correction (event);
