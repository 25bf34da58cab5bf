-- Owned by: message, retention -> inbox.

-- When body, headers and address of a message went, by the stack's own rule.
alter table message add column emptied_at timestamptz;

-- How far what is old enough has gone, in the order of ids; one hub at a time moves it.
create table retention (
  what text primary key,
  upto uuid not null
);
insert into retention values ('payloads', '00000000-0000-0000-0000-000000000000');
