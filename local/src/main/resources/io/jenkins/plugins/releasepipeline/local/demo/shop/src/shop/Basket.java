package shop;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** So many pieces at a price. */
public record Basket(int pieces, BigDecimal price) {
    private static final BigDecimal VAT = new BigDecimal("0.19");

    public Basket {
        if (pieces < 1 || price.signum() < 0) {
            throw new IllegalArgumentException("A basket has at least one piece, and no negative price");
        }
    }

    /** What the customer pays, tax included, rounded to cents. */
    public BigDecimal total() {
        BigDecimal net = price.multiply(BigDecimal.valueOf(pieces));
        return net.add(net.multiply(VAT)).setScale(2, RoundingMode.HALF_UP);
    }
}
