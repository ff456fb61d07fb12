-- A question of about 1 KiB, as a client library sends it. KEY is the gateway's key.
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.headers["Authorization"] = "Bearer " .. (os.getenv("KEY") or "none")
wrk.body = '{"model":"m","messages":[{"role":"system","content":"Answer in the language of the question."},'
    .. '{"role":"user","content":"'
    .. string.rep("Please summarise what the board decided about the new plant, and what is still open. ", 10) .. '"}]}'

function done(summary, latency, requests)
    io.write(string.format('{"requests":%d,"errors":%d,"seconds":%.3f,"p50_us":%d,"p99_us":%d}\n',
        summary.requests, summary.errors.status + summary.errors.connect + summary.errors.read
        + summary.errors.write + summary.errors.timeout, summary.duration / 1e6,
        latency:percentile(50), latency:percentile(99)))
end
