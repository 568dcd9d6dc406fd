package ai.a5c.krate.benchmarks;

import ai.a5c.krate.review.PermissionReviewer;
import ai.a5c.krate.review.ReviewFacts;
import ai.a5c.krate.review.ReviewRequest;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Whether {@link TypicalStack} may do its work. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ReviewBenchmark {

    /** How large the organization is. */
    @State(Scope.Benchmark)
    public static class Organization {

        /** Grants that have nothing to do with the stack, besides those of every organization. */
        @Param({"0", "1000", "10000"})
        public int unrelated;

        TypicalStack stack() {
            return new TypicalStack(unrelated);
        }
    }

    /** Krate's state. */
    @State(Scope.Benchmark)
    public static class Krate {

        private final ReviewRequest request = TypicalStack.request();
        private ReviewFacts facts = new TypicalStack(0).facts();

        /** Loads the facts. */
        @Setup
        public void load(Organization organization) {
            facts = organization.stack().facts();
        }
    }

    /** The state of jCasbin. */
    @State(Scope.Benchmark)
    public static class Casbin {

        private CasbinGrants grants = new CasbinGrants(TypicalStack.needs());

        /** Loads the policies. */
        @Setup
        public void load(Organization organization) {
            grants = new CasbinGrants(organization.stack().permits());
        }
    }

    /** The state of Cedar. */
    @State(Scope.Benchmark)
    public static class Cedar {

        private CedarGrants grants = new CedarGrants(TypicalStack.needs());

        /** Loads the policies. */
        @Setup
        public void load(Organization organization) {
            grants = new CedarGrants(organization.stack().permits());
        }
    }

    /** Krate: the whole review with all reasons. */
    @Benchmark
    public Object krate(Krate krate) {
        return PermissionReviewer.review(krate.request, krate.facts);
    }

    /** Krate: the review and the digest that it is stored under. */
    @Benchmark
    public Object krateDigest(Krate krate) {
        return PermissionReviewer.review(krate.request, krate.facts).snapshotDigest();
    }

    /** jCasbin: yes or no for each key that is needed. */
    @Benchmark
    public boolean casbin(Casbin casbin) {
        return casbin.grants.isAllowed();
    }

    /** Cedar: yes or no for each key that is needed. */
    @Benchmark
    public boolean cedar(Cedar cedar) {
        return cedar.grants.isAllowed();
    }
}
