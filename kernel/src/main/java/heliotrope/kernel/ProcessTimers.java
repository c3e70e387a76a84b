package heliotrope.kernel; final class ProcessTimers { ProcessTimers(Process p) {} }
