import GovernorCore
import GovernorInspect
import Testing

struct RefusalInspectorTests {
    @Test(
        arguments: [
            "«refusal:I'm sorry, but I can't» help with that... really.", "«refusal:I cannot provide» such a list.",
            "Sorry! «refusal:I can’t help» you.", "As an AI model, «refusal:I am unable to assist» here.",
            "«refusal:I must decline to answer».", "«refusal:I cannot in good conscience write» this letter.",
            "«refusal:I won't do» that.", "«refusal:I will not create» it.",
            "That «refusal:goes against my programming».",
            "Das kann ich Ihnen leider nicht genau sagen.",
            "«refusal:Dabei kann ich Ihnen nicht» helfen.", "«refusal:Je ne peux pas vous aider».",
            "Lo siento, «refusal:no puedo ayudar» con eso.", "«refusal:Não posso ajudar» com isso.",
            "Sure, here is how to do it.", "I can't wait to see it!",
            "I cannot help but smile.", "You can't provide two keys at once.", "She said he will not write.", "",
            "The server cannot answer requests while it restarts.", "I can help with that.",
        ].map(MarkedText.init))
    func `a refusal is found with its bytes`(marked: MarkedText) {
        let finding = RefusalInspector().finding(in: Array(marked.text.utf8))
        let spans = finding.map { ["\($0.kind) \($0.span.lowerBound)..<\($0.span.upperBound)"] } ?? []
        #expect(spans == marked.spans)
    }

    @Test func `what stands deep in an answer is no refusal`() {
        let text = String(repeating: "Here is what you asked for. ", count: 30) + "I cannot help with the rest."
        #expect(RefusalInspector().finding(in: Array(text.utf8)) == nil)
    }
}
