-- What wrk sends comes from the environment, and what it counted goes into one line that a program can read.

wrk.method = os.getenv("METHOD")
wrk.body = os.getenv("BODY")
wrk.headers["Authorization"] = os.getenv("AUTHORIZATION")

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format("counted %d %d %d %d %d\n",
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99),
    errors.connect + errors.read + errors.write + errors.timeout + errors.status))
end
