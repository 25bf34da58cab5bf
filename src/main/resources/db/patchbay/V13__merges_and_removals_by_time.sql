-- Merges that are to be told to tools, by time.
create index merge_at on merge (at);
create index merge_undone on merge (undone_at) where undone_at is not null;

-- Deliveries of a period: rows come about in the order of this time, so ranges of pages suffice.
create index delivery_received on delivery
  using brin (received_at) with (pages_per_range = 16, autosummarize = on);
