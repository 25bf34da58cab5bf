-- Owned by: customer.

-- How people search by a name that they remember; browsers and the like have none.
create index customer_first_name on customer (lower(person ->> 'firstName') text_pattern_ops)
  where person ->> 'firstName' is not null;
create index customer_last_name on customer (lower(person ->> 'lastName') text_pattern_ops)
  where person ->> 'lastName' is not null;
