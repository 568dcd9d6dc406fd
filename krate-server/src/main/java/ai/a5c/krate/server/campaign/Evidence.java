package ai.a5c.krate.server.campaign;

import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * What was found when everything had come to rest, each part by whoever knows it best: the senders, the servers' lists, the
 * agents' own ledger, the process table, the forge.
 *
 * @param leftovers what should be gone, in words
 */
record Evidence(
        List<Asked> asked,
        List<Delivery> deliveries,
        List<Execution> executions,
        List<Run> runs,
        List<Attempt> attempts,
        List<Approval> approvals,
        List<WriteBack> writeBacks,
        List<Launch> launches,
        List<Overlap> overlaps,
        List<Remark> remarks,
        List<Branch> branches,
        Audit audit,
        List<String> leftovers) {

    Evidence {
        asked = List.copyOf(asked);
        deliveries = List.copyOf(deliveries);
        executions = List.copyOf(executions);
        runs = List.copyOf(runs);
        attempts = List.copyOf(attempts);
        approvals = List.copyOf(approvals);
        writeBacks = List.copyOf(writeBacks);
        launches = List.copyOf(launches);
        overlaps = List.copyOf(overlaps);
        remarks = List.copyOf(remarks);
        branches = List.copyOf(branches);
        leftovers = List.copyOf(leftovers);
    }

    /**
     * A comment that was sent to Krate.
     *
     * @param accepted the delivery ids under which a server said 202
     * @param steps what its agent says before it ends
     */
    record Asked(int number, Fate fate, int steps, Set<String> accepted) {

        Asked {
            accepted = Set.copyOf(accepted);
        }
    }

    /** A stored webhook call. */
    record Delivery(String name, String id, String phase, String decision, List<String> runs) {

        Delivery {
            runs = List.copyOf(runs);
        }
    }

    /** A decision about an event. */
    record Execution(String name, String decision, String event, String run) {}

    /**
     * A run.
     *
     * @param said which steps of which attempt are in its timeline, as {@code run-1 step 3}, each as often as it is stored
     */
    record Run(String name, String phase, List<String> said) {

        Run {
            said = List.copyOf(said);
        }
    }

    /**
     * An attempt.
     *
     * @param reason why it ended so, as the server tells it
     */
    record Attempt(String name, String run, int number, String phase, String reason) {}

    /**
     * A question.
     *
     * @param decisions how many are stored in it
     * @param said what was said to it from here
     */
    record Approval(String name, String run, String phase, int decisions, Said said) {}

    /**
     * How often somebody answered, and how often a server said that it counted; a server may die in between.
     *
     * @param yes sent
     * @param no sent
     * @param countedYes of those, the ones that a server confirmed
     * @param countedNo of those, the ones that a server confirmed
     */
    record Said(int yes, int no, int countedYes, int countedNo) {

        static final Said NOTHING = new Said(0, 0, 0, 0);
    }

    /**
     * An effect that was asked for.
     *
     * @param reason why it ended so, as the server tells it
     */
    record WriteBack(String name, String run, String action, String phase, String approval, String reason) {}

    /** A line that an agent wrote into the ledger when it began. */
    record Launch(String attempt, String session, int request) {}

    /** Two supervisors that were alive at the same time for one run. */
    record Overlap(String first, String second) {}

    /**
     * A comment of Krate's account on the forge.
     *
     * @param request the one that it is the result of; 0 for none
     * @param notice which of Krate's own notices it is, such as the status of a work item; empty if it is none
     */
    record Remark(long id, int request, String notice) {}

    /**
     * A branch on the forge.
     *
     * @param pushes how often it was moved
     * @param requests the numbers of the requests whose work is in it
     */
    record Branch(String name, int pushes, List<Integer> requests) {

        Branch {
            requests = List.copyOf(requests);
        }
    }

    /** The audit trail. */
    record Audit(boolean intact, long records, String problem, List<Entry> entries) {

        Audit {
            entries = List.copyOf(entries);
        }
    }

    /** One record of the audit trail. */
    record Entry(Instant time, String actor, String action, String subject) {}
}
