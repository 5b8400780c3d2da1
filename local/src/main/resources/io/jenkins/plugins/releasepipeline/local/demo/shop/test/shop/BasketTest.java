package shop;

import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Tests without a library, with a report that build servers read. */
public final class BasketTest {
    private record Case(String name, Runnable body) {}

    public static void main(String[] arguments) throws Exception {
        List<Case> cases = List.of(
                new Case("a_basket_costs_its_pieces_and_the_tax", () -> same("23.80", new Basket(2, new BigDecimal("10.00")).total())),
                new Case("totals_are_rounded_to_cents", () -> same("71.04", new Basket(3, new BigDecimal("19.90")).total())),
                new Case("what_is_free_stays_free", () -> same("0.00", new Basket(1, BigDecimal.ZERO).total())),
                new Case("an_empty_basket_is_refused", () -> refused(0, "1.00")),
                new Case("a_negative_price_is_refused", () -> refused(1, "-1.00")));
        List<String> lines = new ArrayList<>();
        int failures = 0;
        for (Case each : cases) {
            long start = System.nanoTime();
            String failure = null;
            try {
                each.body().run();
            } catch (RuntimeException | AssertionError e) {
                failure = String.valueOf(e.getMessage());
                failures++;
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            System.out.println((failure == null ? "\u001b[32mok\u001b[0m   " : "\u001b[31mFAIL\u001b[0m ") + each.name());
            lines.add(String.format(
                    java.util.Locale.ROOT,
                    "  <testcase classname=\"shop.BasketTest\" name=\"%s\" time=\"%.3f\">%s</testcase>",
                    each.name(),
                    seconds,
                    failure == null ? "" : "<failure message=\"wrong\"/>"));
        }
        lines.add(0, "<testsuite name=\"shop.BasketTest\" tests=\"" + cases.size() + "\" failures=\"" + failures + "\">");
        lines.add("</testsuite>");
        Files.createDirectories(Path.of("build/reports"));
        Files.write(Path.of("build/reports/BasketTest.xml"), lines);
        System.exit(failures == 0 ? 0 : 1);
    }

    private static void same(String expected, Object actual) {
        if (!expected.equals(actual.toString())) {
            throw new AssertionError("expected " + expected + ", was " + actual);
        }
    }

    private static void refused(int pieces, String price) {
        try {
            new Basket(pieces, new BigDecimal(price));
        } catch (IllegalArgumentException expected) {
            return;
        }
        throw new AssertionError("not refused");
    }
}
