package ai.a5c.krate.gitea;

import ai.a5c.krate.event.Source;
import ai.a5c.krate.event.SourceEvent;
import ai.a5c.krate.event.SourceEvent.WorkItem;
import ai.a5c.krate.gitea.Answer.Given;
import ai.a5c.krate.gitea.client.ApiException;
import ai.a5c.krate.gitea.client.ApiResponse;
import ai.a5c.krate.gitea.client.GiteaApi;
import ai.a5c.krate.gitea.client.Review;
import ai.a5c.krate.gitea.client.ReviewComment;
import ai.a5c.krate.source.ForgeSource.Forge;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asks a forge for the inline comments of the review that a delivery tells of, in at most four calls. */
final class ReviewLookup {

    private static final int PAGE = 50;
    private static final int MAX_PAGES = 1_000;

    private final ForgeFacts facts;

    ReviewLookup(ForgeFacts facts) {
        this.facts = facts;
    }

    /** The event with all that its review says; any other event, and one whose review is gone, as it is. */
    Answer<SourceEvent> complete(Forge forge, SourceEvent event) {
        Optional<WorkItem> pull = event.workItem().filter(item -> event.source() == Source.REVIEW);
        if (pull.isEmpty()) {
            return new Given<>(event);
        }
        long number = pull.get().number();
        return facts.ask(
                forge,
                api -> complete(api, forge, event, number),
                Given::new,
                refusal -> "the reviews of pull request %d cannot be read (%s)".formatted(number, refusal.told()));
    }

    private static SourceEvent complete(GiteaApi api, Forge forge, SourceEvent event, long number) throws ApiException {
        Optional<Review> found = ReviewFacts.find(event, newest(api, forge, number));
        if (found.isEmpty()) {
            return event;
        }
        List<ReviewComment> comments = api.reviewComments(
                forge.owner(), forge.name(), number, found.get().getId());
        return ReviewFacts.with(event, found.get(), present(comments));
    }

    /** The reviews on the last two pages; the forge lists the oldest first. */
    private static List<Review> newest(GiteaApi api, Forge forge, long number) throws ApiException {
        ApiResponse<List<Review>> first = api.reviewsWithHttpInfo(forge.owner(), forge.name(), number, 1, PAGE);
        int last = pages(first);
        List<Review> reviews = new ArrayList<>(last <= 2 ? present(first.getData()) : List.of());
        for (int page = Math.max(2, last - 1); page <= last; page++) {
            reviews.addAll(present(api.reviews(forge.owner(), forge.name(), number, page, PAGE)));
        }
        return reviews;
    }

    private static int pages(ApiResponse<?> answer) {
        return answer.getHeaders().getOrDefault("x-total-count", List.of()).stream()
                .filter(count -> count.matches("[0-9]{1,9}"))
                .findFirst()
                .map(count -> Math.min(MAX_PAGES, (Integer.parseInt(count) + PAGE - 1) / PAGE))
                .orElse(1);
    }

    private static <T> List<T> present(@Nullable List<T> answer) {
        return answer == null
                ? List.of()
                : answer.stream().filter(Objects::nonNull).toList();
    }
}
