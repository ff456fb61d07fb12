import GovernorCore
import GovernorInspect
import Testing

struct DateTests {
    @Test(
        arguments: [
            "on «date_time:2024-03-15» and «date_time:2024-03-15T14:30:00.123+02:00»",
            "«date_time:2003-08-28 12:13:52»|",
            "«date_time:5/21/21», «date_time:21.5.2021», «date_time:5-MAY-2021»",
            "«date_time:5th of May 2021» or «date_time:3 June»",
            "«date_time:May 1st, 1977» and «date_time:Sept. 2020»", "valid until «date_time:05/21»",
            "«date_time:05/2021»",
            "founded in «date_time:1977». It", "on «date_time:Monday» morning",
            "born on «date_of_birth:10/5/1971»", "Date of birth: «date_of_birth:1961-01-14»",
            "geboren am «date_of_birth:3.4.1980»",
            "DOB «date_of_birth:March 3, 1980»",
        ].map(MarkedText.init))
    func `a date is found with its bytes`(marked: MarkedText) {
        #expect(marked.found == marked.spans)
    }

    @Test(
        arguments: [
            "an «age:84»-year-old woman", "he turned «age:58» years old", "aged «age:45», married", "Age: «age:34»",
            "at the age of «age:71».", "when she was «age:65».",
        ].map(MarkedText.init))
    func `an age is found with its bytes`(marked: MarkedText) {
        #expect(marked.found == marked.spans)
    }

    @Test(arguments: [
        "13/13/2020", "2020-13-01", "1/2 cup", "24/7", "version 2020.1.2.3", "may 5 people", "marching 5", "in 60 ways",
        "4711-2020-12-01-3",
        "page 84", "the stage 45", "was 65 percent", "1999 items", "room 2020", "5-6-7-8", "augusta 12",
    ])
    func `other numbers are no dates or ages`(text: String) {
        #expect(MarkedText(text).found.isEmpty)
    }
}
