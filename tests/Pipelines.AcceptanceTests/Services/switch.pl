#!/usr/bin/perl
# switch.pl SOCKET MAP SLOT: traffic goes to SLOT from now on, by HAProxy's admin socket; and after a restart of it, by the map file.
use strict;
use warnings;
use Socket;

my ($path, $map, $slot) = @ARGV;

open my $file, '>', "$map.new" or die "$map.new: $!\n";
print $file "live $slot\n";
close $file or die "$map.new: $!\n";
rename "$map.new", $map or die "$map: $!\n";

socket(my $admin, PF_UNIX, SOCK_STREAM, 0) or die "socket: $!\n";
connect($admin, sockaddr_un($path)) or die "$path: $!\n";
syswrite($admin, "set map $map live $slot\n");
my $answer = join '', <$admin>;
$answer =~ /^\s*$/ or die "HAProxy says: $answer\n";
