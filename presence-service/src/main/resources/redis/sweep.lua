-- Takes participants whose time ran out offline.
--
-- KEYS 1 presence:online    zset, participants announced online -> last_active_at (ms)
--      2 presence:versions  hash, participant -> version of the last transition
--      3 presence:outbox    stream of transitions to publish
-- ARGV 1 active time-out (ms)  2 how many participants at most
-- Returns how many it took offline. Each leaves the online set in the same step that appends its transition, so any
-- number of sweepers append it once.

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local limit = '(' .. string.format('%.0f', now - tonumber(ARGV[1]))
local expired = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', limit, 'WITHSCORES', 'LIMIT', 0, ARGV[2])

for i = 1, #expired, 2 do
  local participant, last = expired[i], expired[i + 1]
  redis.call('ZREM', KEYS[1], participant)
  redis.call('HSETNX', KEYS[2], participant, time[1])
  local version = redis.call('HINCRBY', KEYS[2], participant, 1)
  redis.call('XADD', KEYS[3], '*', 'participant', participant, 'online', 0, 'last', last, 'version', version)
end
return #expired / 2
