package io.jenkins.plugins.releasepipeline.engine;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What an approval asks for beyond one answer, by the configuration of its action.
 *
 * @param required how many have to approve
 * @param approvers who may answer: names, and groups with an {@code @} before them; empty for everybody the host lets
 * @param starterMayApprove whether who started the execution may approve it
 * @param authorsMayApprove whether who wrote one of its commits may approve it
 */
public record ApprovalPolicy(
        int required, List<String> approvers, boolean starterMayApprove, boolean authorsMayApprove) {
    static final int MAX_REQUIRED = 20;

    public ApprovalPolicy {
        approvers = List.copyOf(approvers);
    }

    /** @throws IllegalArgumentException when a value is none: which, and what would be right */
    public static ApprovalPolicy of(Map<String, String> configuration) {
        String required = configuration.getOrDefault("RequiredApprovals", "1");
        if (!required.matches("[1-9]|1[0-9]|20")) {
            throw new IllegalArgumentException(
                    "RequiredApprovals is '" + required + "'; it must be 1 to " + MAX_REQUIRED);
        }
        List<String> approvers = Arrays.stream(
                        configuration.getOrDefault("Approvers", "").split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty() && !name.equals("@"))
                .toList();
        if (configuration.containsKey("Approvers") && approvers.isEmpty()) {
            throw new IllegalArgumentException(
                    "Approvers names nobody; leave it out when everybody may approve who has the permission");
        }
        boolean named = !approvers.isEmpty() && approvers.stream().noneMatch(each -> each.startsWith("@"));
        long people = approvers.stream().distinct().count();
        if (named && people < Integer.parseInt(required)) {
            throw new IllegalArgumentException("RequiredApprovals is " + required + ", and Approvers names " + people
                    + " alone: so many can never approve");
        }
        return new ApprovalPolicy(
                Integer.parseInt(required),
                approvers,
                flag(configuration, "StarterMayApprove"),
                flag(configuration, "AuthorsMayApprove"));
    }

    boolean allows(Approver approver) {
        return approvers.isEmpty() || approvers.stream().anyMatch(approver::isMeantBy);
    }

    private static boolean flag(Map<String, String> configuration, String key) {
        String value = configuration.getOrDefault(key, "true");
        if (!value.equalsIgnoreCase("true") && !value.equalsIgnoreCase("false")) {
            throw new IllegalArgumentException(key + " is '" + value + "'; it must be true or false");
        }
        return Boolean.parseBoolean(value);
    }
}
