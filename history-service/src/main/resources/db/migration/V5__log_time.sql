-- The time of the last record before the position, microseconds since the epoch: the next one's is later.
ALTER TABLE ingest_position ADD COLUMN last_at_micros bigint NOT NULL DEFAULT 0;

-- Until now times were whole milliseconds, with ties. A conversation's pages are asked for by time, so each gets its own.
UPDATE message m SET accepted_at = m.accepted_at + (t.place - 1) * interval '1 microsecond'
FROM (SELECT conversation_id, seq,
             row_number() OVER (PARTITION BY conversation_id, accepted_at ORDER BY seq) AS place
      FROM message) t
WHERE m.conversation_id = t.conversation_id AND m.seq = t.seq AND t.place > 1;

UPDATE conversation c SET last_at = l.at
FROM (SELECT conversation_id, max(accepted_at) AS at FROM message GROUP BY conversation_id) l
WHERE c.id = l.conversation_id AND c.last_at < l.at;

UPDATE member SET until_at = until_at + interval '999 microseconds' WHERE until_at IS NOT NULL;
