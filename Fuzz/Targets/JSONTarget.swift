// One text, read as JSON. What is accepted must survive being written and read again, plainly and in canonical form.

import GovernorCore

func fuzzJSON(_ input: [UInt8]) {
    do throws(JSONError) {
        let value = try JSONValue(parsing: input)
        precondition((try? JSONValue(parsing: value.compactText)) == value)
        precondition((try? JSONValue(parsing: value.prettyText)) == value)
        guard let canonical = try? value.canonicalBytes() else { return }
        precondition((try? JSONValue(parsing: canonical).canonicalBytes()) == canonical, "canonical form is not fixed")
    } catch {
        precondition(!error.message.isEmpty)
    }
}
