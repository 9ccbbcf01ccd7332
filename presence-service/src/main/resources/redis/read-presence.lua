-- Reads the presence of participants, derived now.
--
-- KEYS 1 presence:active  zset, participant -> last_active_at (ms)
--      2 presence:online  zset, participants announced online -> last_active_at (ms)
-- ARGV 1 active time-out (ms)  2... participants
-- Returns two values for each participant, in order: 1 or 0 for online or not, and last_active_at (ms) or ''.
--
-- Somebody who said goodbye is not in the online set; somebody not yet swept is in it with a time that ran out.

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local timeout = tonumber(ARGV[1])
local result = {}

for i = 2, #ARGV do
  local online = redis.call('ZSCORE', KEYS[2], ARGV[i])
  result[#result + 1] = (online and now - tonumber(online) <= timeout) and 1 or 0
  result[#result + 1] = redis.call('ZSCORE', KEYS[1], ARGV[i]) or ''
end
return result
