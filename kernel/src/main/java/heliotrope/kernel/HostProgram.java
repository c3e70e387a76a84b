package heliotrope.kernel; final class HostProgram {}
