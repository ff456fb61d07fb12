-- A question of about 1 KiB, as a client library sends it. KEY is the gateway's key, or several that take turns.
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
local keys = {}
for key in (os.getenv("KEY") or "none"):gmatch("[^,]+") do keys[#keys + 1] = "Bearer " .. key end
wrk.headers["Authorization"] = keys[1]
wrk.body = '{"model":"m","messages":[{"role":"system","content":"Answer in the language of the question."},'
    .. '{"role":"user","content":"'
    .. string.rep("Please summarise what the board decided about the new plant, and what is still open. ", 10) .. '"}]}'

if #keys > 1 then
    local turn = 0
    function request()
        turn = turn % #keys + 1
        wrk.headers["Authorization"] = keys[turn]
        return wrk.format()
    end
end

function done(summary, latency, requests)
    io.write(string.format('{"requests":%d,"errors":%d,"seconds":%.3f,"p50_us":%d,"p99_us":%d}\n',
        summary.requests, summary.errors.status + summary.errors.connect + summary.errors.read
        + summary.errors.write + summary.errors.timeout, summary.duration / 1e6,
        latency:percentile(50), latency:percentile(99)))
end
