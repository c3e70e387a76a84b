package heliotrope.kernel;

final class ThreadLoop {
    ThreadLoop(GuestThread t) {}

    void run() {}
}
