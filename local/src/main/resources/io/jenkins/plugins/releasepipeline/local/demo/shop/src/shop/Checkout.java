package shop;

import java.math.BigDecimal;

/** Prints what a basket costs: {@code Checkout PIECES PRICE}. */
public final class Checkout {
    public static void main(String[] arguments) {
        Basket basket = new Basket(Integer.parseInt(arguments[0]), new BigDecimal(arguments[1]));
        System.out.println(basket.pieces() + " x " + basket.price() + " = " + basket.total());
    }
}
