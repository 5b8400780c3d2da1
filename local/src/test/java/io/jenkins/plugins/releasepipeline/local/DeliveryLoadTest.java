package io.jenkins.plugins.releasepipeline.local;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** {@code bin/bench deliveries} does the same with 10,000. */
public class DeliveryLoadTest {
    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void what_was_accepted_before_a_kill_minus_nine_starts_everything_once() throws Exception {
        DeliveryLoad.Result result = DeliveryLoad.run(folder.getRoot().toPath(), 300, 10, 5);

        assertThat(result.lost()).isZero();
        assertThat(result.doubled()).isZero();
        assertThat(result.accepted()).isEqualTo(300);
    }
}
