package ai.a5c.krate.server.demo;

import java.util.Map;

/**
 * What came of a demo.
 *
 * @param document for programs
 * @param sentence for people
 * @param exitCode 0 for a written-back run or a decision against one, 1 for a run that ended otherwise
 */
record DemoResult(Map<String, Object> document, String sentence, int exitCode) {}
