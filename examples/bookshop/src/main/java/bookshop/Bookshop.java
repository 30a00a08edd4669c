package bookshop;

/** Stands for an application: what matters here is that its jar travels with the database changes. */
public final class Bookshop {
    private Bookshop() {}

    public static void main(String[] arguments) {
        System.out.println("Bookshop " + Bookshop.class.getPackage().getImplementationVersion());
    }
}
