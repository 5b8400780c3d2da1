package io.jenkins.plugins.releasepipeline.action.deploy;

import static io.jenkins.plugins.releasepipeline.action.NameMappings.DeploymentConfiguration.AllAtOnce;
import static io.jenkins.plugins.releasepipeline.action.NameMappings.DeploymentConfiguration.HalfAtATime;
import static io.jenkins.plugins.releasepipeline.action.NameMappings.DeploymentConfiguration.OneAtATime;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.Test;

public class HealthyHostsTest {
    @Test
    public void all_at_once_is_enough_with_one() {
        HealthyHosts hosts = HealthyHosts.of(AllAtOnce, 9);
        assertThat(hosts.atOnce(0)).isEqualTo(9);
        assertThat(hosts.atOnce(8)).isEqualTo(1);
        assertThat(hosts.isEnough(1)).isTrue();
        assertThat(hosts.isEnough(0)).isFalse();
    }

    @Test
    public void half_at_a_time_takes_out_four_of_nine_and_needs_five() {
        HealthyHosts hosts = HealthyHosts.of(HalfAtATime, 9);
        assertThat(hosts.atOnce(0)).isEqualTo(4);
        assertThat(hosts.atOnce(3)).isEqualTo(1);
        assertThat(hosts.atOnce(4)).isZero();
        assertThat(hosts.isEnough(5)).isTrue();
        assertThat(hosts.isEnough(4)).isFalse();
    }

    @Test
    public void one_at_a_time_may_lose_one_and_goes_no_further_then() {
        HealthyHosts hosts = HealthyHosts.of(OneAtATime, 9);
        assertThat(hosts.atOnce(0)).isEqualTo(1);
        assertThat(hosts.atOnce(1)).isZero();
        assertThat(hosts.isEnough(8)).isTrue();
        assertThat(hosts.isEnough(7)).isFalse();
    }

    @Test
    public void a_single_target_must_succeed() {
        for (HealthyHosts hosts : new HealthyHosts[] {
            HealthyHosts.of(AllAtOnce, 1), HealthyHosts.of(HalfAtATime, 1), HealthyHosts.of(OneAtATime, 1)
        }) {
            assertThat(hosts.atOnce(0)).isEqualTo(1);
            assertThat(hosts.atOnce(1)).isZero();
            assertThat(hosts.isEnough(1)).isTrue();
            assertThat(hosts.isEnough(0)).isFalse();
        }
    }
}
