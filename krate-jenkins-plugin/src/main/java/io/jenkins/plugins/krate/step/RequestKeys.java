package io.jenkins.plugins.krate.step;

import ai.a5c.krate.digest.CanonicalJson;
import java.util.List;

/** Keys under which one place of one build asks for one run, however often it asks. */
final class RequestKeys {

    private RequestKeys() {}

    /**
     * The key.
     *
     * @param build the build's externalizable id
     * @param startedAt of the build, since numbers can be given again
     * @param place in the build: a flow node's id, or a word
     */
    static String of(String controller, String build, long startedAt, String place) {
        return "jenkins-"
                + CanonicalJson.digest(List.of(controller, build, Long.toString(startedAt), place))
                        .hex();
    }
}
