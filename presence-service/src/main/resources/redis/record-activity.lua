-- Takes in one activity record of one participant.
--
-- KEYS 1 presence:active          zset, participant -> last_active_at (ms)
--      2 presence:online          zset, participants announced online -> last_active_at (ms)
--      3 presence:versions        hash, participant -> version of the last transition
--      4 presence:outbox          stream of transitions to publish
--      5 presence:connections:ID  hash, gateway -> "open connections@record time (us)"
-- ARGV 1 participant  2 gateway  3 connected | active | disconnected
--      4 open connections on that gateway afterwards  5 record time (us)  6 active time-out (ms)
-- Returns 1 when it appended a transition, else 0.
--
-- Records of one gateway count in the order of their times: an older one than the last seen (late or repeated) changes
-- no count and brings nobody online. last_active_at only grows. Redis' clock is the one clock of all instances.

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local participant, gateway, kind = ARGV[1], ARGV[2], ARGV[3]
local at_us, timeout = tonumber(ARGV[5]), tonumber(ARGV[6])
-- A gateway whose clock is ahead must not keep anybody online for longer.
local at = math.min(math.floor(at_us / 1000), now)

local function raise(key)
  local known = tonumber(redis.call('ZSCORE', key, participant) or '')
  if known == nil or known < at then
    redis.call('ZADD', key, string.format('%.0f', at), participant)
  end
end

local function append(online)
  -- Versions start at the time in seconds, so that they still grow should Redis lose its data.
  redis.call('HSETNX', KEYS[3], participant, time[1])
  local version = redis.call('HINCRBY', KEYS[3], participant, 1)
  local last = redis.call('ZSCORE', KEYS[1], participant) or string.format('%.0f', at)
  redis.call('XADD', KEYS[4], '*', 'participant', participant, 'online', online, 'last', last, 'version', version)
  return 1
end

local function open_connections()
  local open = 0
  for _, entry in ipairs(redis.call('HVALS', KEYS[5])) do
    local count, seen = string.match(entry, '^(%d+)@(%d+)$')
    -- A gateway that died leaves its last count behind; it is void after the time-out.
    if now - math.floor(tonumber(seen) / 1000) <= timeout then
      open = open + tonumber(count)
    end
  end
  return open
end

local last = redis.call('HGET', KEYS[5], gateway)
local late = last and tonumber(string.match(last, '@(%d+)$')) > at_us
if not late then
  redis.call('HSET', KEYS[5], gateway, ARGV[4] .. '@' .. ARGV[5])
  redis.call('PEXPIRE', KEYS[5], 2 * timeout)
end

local online = redis.call('ZSCORE', KEYS[2], participant)

if kind == 'disconnected' then
  -- The gateway may have found the connection dead: no sign of life, so last_active_at stays.
  if not late and online and open_connections() == 0 then
    redis.call('ZREM', KEYS[2], participant)
    return append(0)
  end
  return 0
end

raise(KEYS[1])
if online then
  raise(KEYS[2])
elseif not late and now - at <= timeout then
  raise(KEYS[2])
  return append(1)
end
return 0
