-- Owned by: tracking. Derived as the other tables of V4 are.

-- A form that a visitor sent, as the site's script told; lead is what arrived of it.
create table submission (
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
  page         text,
  form         text,
  device       text,
  lead         uuid
);
create index submission_at on submission (at);
create index submission_customer on submission (customer);
