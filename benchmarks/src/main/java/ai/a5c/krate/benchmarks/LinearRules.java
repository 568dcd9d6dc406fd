package ai.a5c.krate.benchmarks;

import ai.a5c.krate.event.Ci;
import ai.a5c.krate.event.SourceEvent;
import java.util.ArrayList;
import java.util.List;

/** A plain loop over all rules, with nothing but comparisons of texts. */
final class LinearRules {

    private final List<Rule> rules;

    LinearRules(List<Ask> asks) {
        this.rules = asks.stream().map(Rule::of).toList();
    }

    List<String> matching(SourceEvent event) {
        String source = event.source().word();
        List<String> matching = new ArrayList<>();
        for (Rule rule : rules) {
            if (rule.fits(source, event)) {
                matching.add(rule.name);
            }
        }
        return matching;
    }

    private record Rule(
            String name,
            String source,
            String type,
            String repository,
            String branch,
            String mention,
            String label,
            String workflow,
            String job) {

        static Rule of(Ask ask) {
            return new Rule(
                    ask.name(),
                    ask.get("source"),
                    ask.get("type"),
                    ask.get("repository"),
                    ask.get("branch"),
                    ask.get("mention"),
                    ask.get("label"),
                    ask.get("workflow"),
                    ask.get("job"));
        }

        boolean fits(String from, SourceEvent event) {
            return source.equals(from)
                    && type.equals(event.type())
                    && (repository.isEmpty() || repository.equals(event.repository()))
                    && (branch.isEmpty() || branch.equals(event.branch().orElse("")))
                    && (mention.isEmpty() || event.mentions().contains(mention))
                    && (label.isEmpty() || event.labels().contains(label))
                    && (workflow.isEmpty()
                            || workflow.equals(event.ci().map(Ci::workflow).orElse("")))
                    && (job.isEmpty() || job.equals(event.ci().map(Ci::job).orElse("")));
        }
    }
}
