-- Readers for wrk. What they read together with how long each rests between two pages is given after the address:
-- a file of addresses, a line each, and the rest in milliseconds, on average.
-- "{number}" in an address becomes a number nobody has asked with before.

local threads = 0

function setup(thread)
  threads = threads + 1
  thread:set("thread", threads)
end

function init(arguments)
  addresses, rest, asked = {}, tonumber(arguments[2]), 0
  for line in io.lines(arguments[1]) do
    addresses[#addresses + 1] = line
  end
  math.randomseed(thread + rest)
  wrk.headers["Accept-Encoding"] = "br"
end

function request()
  asked = asked + 1
  local number = string.format("%d%05d%d", thread, math.floor(rest), asked)
  local address = addresses[math.random(#addresses)]:gsub("{number}", number)
  return wrk.format("GET", address)
end

function delay()
  return rest == 0 and 0 or math.random(0, 2 * rest)
end

function done(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format(
    '\n{"requests": %d, "seconds": %f, "p50": %f, "p99": %f, "p999": %f, "longest": %f, "refused": %d, "cut": %d, "late": %d}\n',
    summary.requests, summary.duration / 1e6,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000, latency:percentile(99.9) / 1000, latency.max / 1000,
    errors.status, errors.connect + errors.read + errors.write, errors.timeout
  ))
end
