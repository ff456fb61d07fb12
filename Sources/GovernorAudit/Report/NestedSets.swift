/// Finds small groups that follow from larger ones because some combinations of levels cannot occur.
///
/// A town lies in one region. Who knows that, and is shown towns and regions, subtracts the towns of a region from it and has those that
/// are too small to be shown. In general: draw the groups of two sets of columns as points, and a line for each combination that has
/// rows. The sums at all points say how many rows a line stands for exactly if it lies on no circle, since along a circle rows can
/// be added and taken in turns. Such a line is a *bridge*: without it, less is connected.
struct NestedSets {
    private struct Line {
        let ends: (Int, Int)
        let rows: Double
    }

    /// Which of two sets of attributes is not to be shown beside the other; nil when both may be.
    ///
    /// - Parameters:
    ///   - groups: Of both sets together.
    ///   - first, second: The positions of the attributes of each in the groups' levels.
    ///   - limit: Smaller groups must not follow.
    /// - Returns: The positions of the set with more groups.
    static func hidden(_ groups: [GroupCounts], _ first: [Int], _ second: [Int], below limit: Int) -> [Int]? {
        var (left, right): ([Group: Int], [Group: Int]) = ([:], [:])
        let lines = groups.filter { $0.rows.total > 0 }.map { counts in
            let ends = [first, second].map { positions in Group(positions.map { counts.group.levels[$0] }) }
            let (from, to) = (left[ends[0]] ?? left.count, right[ends[1]] ?? right.count)
            (left[ends[0]], right[ends[1]]) = (from, to)
            return Line(ends: (from, to), rows: counts.rows.total)
        }
        let points = left.count
        let bridges = bridges(lines.map { ($0.ends.0, points + $0.ends.1) }, points: points + right.count)
        guard bridges.contains(where: { lines[$0].rows < Double(limit) }) else { return nil }
        return left.count >= right.count ? first : second
    }

    /// The lines that lie on no circle (Tarjan, *A note on finding the bridges of a graph*, 1974).
    private static func bridges(_ lines: [(Int, Int)], points: Int) -> [Int] {
        var atPoint = [[Int]](repeating: [], count: points)
        for (line, ends) in lines.enumerated() {
            atPoint[ends.0].append(line)
            atPoint[ends.1].append(line)
        }
        // When each point was first seen, and the earliest that can be reached from it without the line that led there.
        var (seen, earliest) = ([Int](repeating: 0, count: points), [Int](repeating: 0, count: points))
        var clock = 0
        var found: [Int] = []
        for root in 0..<points where seen[root] == 0 {
            var path: [(point: Int, by: Int, next: Int)] = [(root, -1, 0)]
            while let (point, by, next) = path.last {
                if next == 0 {
                    clock += 1
                    (seen[point], earliest[point]) = (clock, clock)
                }
                guard next < atPoint[point].count else {
                    path.removeLast()
                    guard let before = path.last?.point else { continue }
                    earliest[before] = min(earliest[before], earliest[point])
                    if earliest[point] > seen[before] { found.append(by) }
                    continue
                }
                path[path.count - 1].next += 1
                let line = atPoint[point][next]
                guard line != by else { continue }
                let other = lines[line].0 == point ? lines[line].1 : lines[line].0
                if seen[other] == 0 {
                    path.append((other, line, 0))
                } else {
                    earliest[point] = min(earliest[point], seen[other])
                }
            }
        }
        return found
    }
}
