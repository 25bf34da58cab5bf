-- A claim that makes nobody known and goes with whoever others make known, such as a record's end.
alter table sighting add column follows boolean not null default false;

-- Whose records tools have no more; of nobody's, those that wait for somebody.
create index event_removed on event (customer) where type = 'contact.removed';
