package heliotrope.kernel; final class LockTable { void closed(Process p, OpenFile f) {} }
