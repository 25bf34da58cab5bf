package dev.patchbay.tracking;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** Fills the read tables with made-up rows, always the same for one seed. */
public final class TrackingRows {

  private TrackingRows() {}

  /**
   * Fills all read tables.
   *
   * @param leads how many leads; ten times as many visits; over the year 2026
   */
  public static void fill(Connection sql, double seed, int leads) throws SQLException {
    try (Statement statement = sql.createStatement()) {
      statement.execute("set local timezone = 'UTC'");
      statement.execute("select setseed(" + seed + ")");
      statement.execute(SOURCES);
      for (String step : STEPS) {
        statement.execute(step.replace("$leads", Integer.toString(leads)));
      }
      statement.execute("drop table origin");
      statement.execute(
          "analyze lead; analyze visit; analyze submission; analyze touch; analyze sale; analyze spend");
    }
  }

  private static final String SOURCES =
      """
      create temporary table origin as select * from (values
        (0, 'google', 'cpc', 'spring', 'coffee near me', 'www.example.com/book'),
        (1, 'google', 'cpc', 'summer', null, 'www.example.com/slow'),
        (2, 'facebook', 'paid', 'spring', null, 'www.example.com/book'),
        (3, 'newsletter', 'email', 'may', null, 'www.example.com/'),
        (4, 'direct', null, null, null, 'www.example.com/'),
        (5, 'bing', 'organic', null, null, null)) o (n, source, medium, campaign, keyword, page)""";

  private static final String[] STEPS = {
    """
    insert into lead (id, customer, channel, connection, at, received_at, name, email, phone,
        first_time, duplicate_of, duplicate_rule, status, spam_score, spam_reasons, answered,
        source, medium, campaign, keyword, landing_page, contacted_at, qualified_at, quoted_at,
        won_at, lost_at, quote_amount, sale_amount, currency, capture_ms, pipeline_ms, write_ms,
        delivery_ms, touch_ms, touch_due_at, events, changed_at)
    select d.id, d.customer, d.channel, 'from-' || d.channel, d.at, d.at + interval '2 seconds',
        d.name, lower(replace(d.name, ' ', '.')) || '@example.com',
        '+1312555' || lpad((d.n % 10000)::text, 4, '0'), d.n % 3 > 0,
        case when d.status = 'duplicate' then gen_random_uuid() end,
        case when d.status = 'duplicate' then 'same caller within 24 h' end,
        d.status, case when d.status = 'spam' then 90 else 5 end,
        case when d.status = 'spam' then array['link in the name'] else '{}' end,
        case when d.channel = 'call' then d.r1 < 0.7 end,
        o.source, o.medium, o.campaign, o.keyword, o.page,
        case when d.depth >= 1 then d.at + d.r2 * interval '2 hours' end,
        case when d.depth >= 2 then d.at + interval '3 hours' + d.r1 * interval '2 days' end,
        case when d.depth >= 3 then d.at + interval '3 days' + d.r1 * interval '4 days' end,
        case when d.status = 'won' then d.at + interval '9 days' + d.r2 * interval '9 days' end,
        case when d.status = 'lost' then d.at + interval '20 days' end,
        case when d.depth >= 3 then (d.r1 * 500000)::bigint end,
        case when d.status = 'won' then (d.r2 * 500000)::bigint end, 'USD',
        2000, 40, (d.r1 * 900)::bigint, case when d.r2 < 0.9 then (d.r1 * 9000)::bigint end,
        case when d.depth >= 1 then (d.r2 * 7200000)::bigint end, d.at + interval '5 minutes', 1,
        d.at
    from (
      select f.*, case f.status when 'contacted' then 1 when 'qualified' then 2 when 'quoted' then 3
          when 'won' then 4 when 'lost' then 1 else 0 end as depth
      from (
        select n, gen_random_uuid() as id, gen_random_uuid() as customer,
            (array['form', 'call', 'mail', 'chat', 'ad_form'])[1 + (random() * 4.99)::int % 5] as channel,
            timestamptz '2026-01-01' + random() * interval '365 days' as at,
            (array['Ada', 'Ben', 'Cy', 'Dot', 'Eve'])[1 + n % 5] || ' '
              || (array['Stone', 'Reed', 'Marsh', 'Field', 'Brook'])[1 + (n / 5) % 5] as name,
            (array['new', 'new', 'contacted', 'qualified', 'quoted', 'won', 'lost', 'spam',
              'duplicate'])[1 + (random() * 8.99)::int % 9] as status,
            (random() * 5.99)::int % 6 as o, random() as r1, random() as r2
        from generate_series(1, $leads) n) f) d
    join origin o on o.n = d.o""",
    "insert into lead_event (event, lead, customer) select id, id, customer from lead",
    """
    insert into visit (event, customer, at, source, medium, campaign, keyword, landing_page, device,
        lead)
    select gen_random_uuid(), l.customer, l.at - random() * interval '2 days', l.source, l.medium,
        l.campaign, l.keyword, l.landing_page, 'mobile', l.id
    from lead l where l.status not in ('spam', 'duplicate')""",
    """
    insert into visit (event, at, source, medium, campaign, keyword, landing_page, device)
    select gen_random_uuid(), timestamptz '2026-01-01' + random() * interval '365 days', o.source,
        o.medium, o.campaign, o.keyword, o.page, 'mobile'
    from (select (random() * 5.99)::int % 6 as o from generate_series(1, $leads * 9)) v
    join origin o on o.n = v.o""",
    """
    insert into sale (id, customer, connection, at, amount, currency, refunded, lead, source, medium,
        campaign)
    select gen_random_uuid(), customer, 'till', won_at, sale_amount, 'USD', 0, id, source, medium,
        campaign
    from lead where won_at is not null""",
    """
    insert into touch (conversion, number, conversion_kind, conversion_at, customer, event, at,
        source, medium, campaign, landing_page, first, last, last_non_direct, linear, time_decay,
        position_based, amount, currency)
    select c.id, t.number, c.kind, c.at, c.customer, gen_random_uuid(), c.at - t.number * interval '1 day',
        o.source, o.medium, o.campaign, o.page,
        case t.number when 1 then 1 else 0 end, case t.number when 2 then 1 else 0 end,
        case t.number when 2 then 1 else 0 end, 0.5, case t.number when 2 then 0.7 else 0.3 end, 0.5,
        c.amount, case when c.kind = 'sale' then 'USD' end
    from (
      select id, 'lead' as kind, at, customer, null::bigint as amount from lead
      where status not in ('spam', 'duplicate')
      union all
      select id, 'sale', at, customer, amount from sale) c
    cross join (values (1), (2)) t (number)
    join origin o on o.n = (hashtext(c.id::text) & 1023) / t.number % 6""",
    """
    insert into spend (connection, campaign, day, source, amount, currency, clicks, impressions,
        event, reported_at)
    select o.source || '-ads', o.campaign, d::date, o.source, 5000 + (random() * 5000)::bigint, 'USD',
        (random() * 90)::bigint, 4000, gen_random_uuid(), d
    from origin o cross join generate_series(date '2026-01-01', date '2026-12-31', '1 day') d
    where o.n < 3""",
    """
    insert into page_speed (event, at, page, device, kind, lcp_ms, inp_ms, cls, form_usable_ms)
    select event, at, landing_page, device, 'field',
        case when landing_page like '%slow' then 6000 else 1500 end + random() * 1000, 100, 0.05,
        case when landing_page like '%slow' then 8000 else 1800 end + random() * 1000
    from visit where landing_page is not null and random() < 0.5""",
    """
    insert into submission (event, customer, at, source, medium, campaign, keyword, landing_page,
        page, form, device, lead)
    select gen_random_uuid(), customer, at - interval '3 seconds', source, medium, campaign, keyword,
        landing_page, 'www.example.com/contact', 'contact', 'mobile', id
    from lead where channel = 'form' and status <> 'spam'"""
  };
}
