-- Takes or renews the lease on the outbox and reads its oldest transitions.
--
-- KEYS 1 presence:outbox-lease  string, the holder
--      2 presence:outbox        stream of transitions to publish
-- ARGV 1 who asks  2 how long the lease lasts (ms)  3 how many transitions at most
-- Returns the stream's entries, oldest first; nil while another instance holds the lease.

local holder = redis.call('GET', KEYS[1])
if holder and holder ~= ARGV[1] then
  return nil
end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return redis.call('XRANGE', KEYS[2], '-', '+', 'COUNT', ARGV[3])
