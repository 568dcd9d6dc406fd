/** Says what the till should do; ends with status 1 and one line for each failure. */
final class TillTest {

    private static int failures;

    private TillTest() {}

    public static void main(String[] arguments) {
        equal("three apples", 150, Till.price(3, 50));
        equal("nothing", 0, Till.price(0, 50));
        equal("no discount below 100.00", 9_999, Till.discounted(9_999));
        equal("a discount from 100.00", 9_000, Till.discounted(10_000));
        equal("a discount above 100.00", 18_000, Till.discounted(20_000));
        equal("an average of two", 300, Till.average(200, 400));
        equal("an average of none", 0, Till.average());
        if (failures > 0) {
            System.out.println(failures + " failed");
            System.exit(1);
        }
        System.out.println("all passed");
    }

    private static void equal(String what, int expected, int actual) {
        if (expected != actual) {
            failures++;
            int line = new Throwable().getStackTrace()[1].getLineNumber();
            System.out.printf("FAILED TillTest.java:%d: %s: expected %d but was %d%n", line, what, expected, actual);
        }
    }
}
