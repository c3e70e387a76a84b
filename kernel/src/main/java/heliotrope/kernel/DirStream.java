package heliotrope.kernel; final class DirStream {}
