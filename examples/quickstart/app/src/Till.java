/** Adds up purchases; all amounts are whole cents. */
final class Till {

    private static final int DISCOUNT_FROM = 10_000;
    private static final int DISCOUNT_PERCENT = 10;

    private Till() {}

    /** The price of {@code quantity} pieces. */
    static int price(int quantity, int unitPrice) {
        if (quantity < 0) {
            throw new IllegalArgumentException("a negative quantity: " + quantity);
        }
        return quantity * unitPrice;
    }

    /** What is to be paid: purchases of 100.00 and more are ten percent cheaper. */
    static int discounted(int total) {
        if (total > DISCOUNT_FROM) {
            return total - total * DISCOUNT_PERCENT / 100;
        }
        return total;
    }

    /** What a customer spent in an average purchase; 0 without any. */
    static int average(int... purchases) {
        int sum = 0;
        for (int purchase : purchases) {
            sum += purchase;
        }
        return purchases.length == 0 ? 0 : sum / purchases.length;
    }
}
