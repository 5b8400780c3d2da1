package io.jenkins.plugins.releasepipeline.definition;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds the word that was probably meant, and puts words into sentences. */
final class Spelling {
    private static final int LONGEST = 60;
    private static final int MOST = 200;
    private static final int MOST_LISTED = 30;

    private Spelling() {}

    /** The known word nearest to the written one, when it is near enough to be a slip. */
    static Optional<String> closest(String written, Collection<String> known) {
        String best = null;
        int bestDistance = Integer.MAX_VALUE;
        List<String> candidates = known.stream().limit(MOST).toList();
        int allowed = written.length() <= 4 ? 1 : written.length() <= 8 ? 2 : 3;
        for (String word : candidates) {
            if (Math.abs(word.length() - written.length()) > LONGEST / 4) {
                continue;
            }
            int distance = distance(bare(written), bare(word));
            if (distance < bestDistance) {
                bestDistance = distance;
                best = word;
            }
        }
        return best != null && bestDistance <= allowed ? Optional.of(best) : Optional.empty();
    }

    /** {@code "; did you mean 'x'?"}, or nothing. */
    static String suggestion(String written, Collection<String> known) {
        return closest(written, known)
                .filter(word -> !word.equals(written))
                .map(word -> "; did you mean '" + word + "'?")
                .orElse("");
    }

    /** {@code a, b or c}. */
    static String oneOf(Collection<String> words) {
        List<String> list =
                words.stream().limit(MOST_LISTED).map(Spelling::shorten).toList();
        if (words.size() > MOST_LISTED) {
            return String.join(", ", list) + " …";
        }
        if (list.size() < 2) {
            return String.join("", list);
        }
        return list.stream().limit(list.size() - 1L).collect(Collectors.joining(", ")) + " or "
                + list.get(list.size() - 1);
    }

    /** A value as a message quotes it: one line, not too long. */
    static String quote(String value) {
        if (value == null) {
            return "nothing";
        }
        return "'" + shorten(value).replaceAll("[\\s\\p{Cntrl}]", " ").replace('`', '\'') + "'";
    }

    private static String shorten(String word) {
        return word.length() > LONGEST ? word.substring(0, LONGEST) + "…" : word;
    }

    private static String bare(String word) {
        String lower = word.toLowerCase(Locale.ROOT);
        return (lower.length() > LONGEST ? lower.substring(0, LONGEST) : lower).replaceAll("[-_ ]", "");
    }

    private static int distance(String a, String b) {
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    cost[i][j] = i + j;
                    continue;
                }
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                cost[i][j] = Math.min(Math.min(cost[i - 1][j] + 1, cost[i][j - 1] + 1), cost[i - 1][j - 1] + change);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
                }
            }
        }
        return cost[a.length()][b.length()];
    }
}
