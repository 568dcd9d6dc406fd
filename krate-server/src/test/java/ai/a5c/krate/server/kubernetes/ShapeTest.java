package ai.a5c.krate.server.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShapeTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/json;as=Table;v=v1;g=meta.k8s.io,application/json | Table",
                "application/json;as=Table;v=v9;g=meta.k8s.io,application/json | ''",
                "application/json;as=Other;v=v1;g=meta.k8s.io, */* | ''",
                "application/vnd.kubernetes.protobuf,application/json | ''",
                "application/vnd.kubernetes.protobuf;as=PartialObjectMetadata;v=v1;g=meta.k8s.io, application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io | PartialObjectMetadata",
                "text/html,application/xhtml+xml,*/*;q=0.8 | ''",
                "'' | ''"
            })
    void theFirstShapeThatIsServedIsTaken(String accept, String as) {
        assertThat(Shape.ofResources(Optional.of(accept)).as()).isEqualTo(as);
    }

    @Test
    void whoWantsNoJsonIsTold() {
        assertThatThrownBy(() -> Shape.ofResources(Optional.of("application/vnd.kubernetes.protobuf")))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.status().code()).isEqualTo(406));
    }
}
