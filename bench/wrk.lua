-- Sends the requests of the file REQUESTS, over and over; each thread starts at another line. A line is method, path,
-- one header and body, separated by tabs. Each connection waits before a request: PAUSE milliseconds on average. The
-- counts of wrk are printed as one line that a program can read.

local requests = {}
local place = 0
local pause = tonumber(os.getenv("PAUSE"))

function setup(thread)
  place = place + 1
  thread:set("thread", place)
end

function init()
  for line in io.lines(os.getenv("REQUESTS")) do
    local method, path, header, body = line:match("^([^\t]*)\t([^\t]*)\t([^\t]*)\t(.*)$")
    local headers = { ["Host"] = wrk.host }
    local name, value = header:match("^([^:]+): (.*)$")
    if name then headers[name] = value end
    if body == "" then body = nil end
    requests[#requests + 1] = wrk.format(method, path, headers, body)
  end
  place = math.floor(#requests * (thread - 1) / 2)
end

function request()
  place = place % #requests + 1
  return requests[place]
end

if pause > 0 then
  function delay()
    return math.random(0, 2 * pause)
  end
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format("counted %d %d %d %d %d\n",
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99),
    errors.connect + errors.read + errors.write + errors.timeout + errors.status))
end
