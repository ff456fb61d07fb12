-- One prompt as an application sends it: about 300 bytes, nothing to find.
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.body = '{"prompt":"' .. string.rep("Please summarise the attached report for the board. ", 5)
    .. '","context":{"session_id":"s-1","jailbreak_score":0.12}}'

function done(summary, latency, requests)
    io.write(string.format('{"requests":%d,"errors":%d,"seconds":%.3f,"p50_us":%d,"p99_us":%d}\n',
        summary.requests, summary.errors.status + summary.errors.connect + summary.errors.read
        + summary.errors.write + summary.errors.timeout, summary.duration / 1e6,
        latency:percentile(50), latency:percentile(99)))
end
