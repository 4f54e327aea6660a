#!/usr/bin/perl
# hook.pl: the release's part in a deployment. "hook-fails" beside it names the points at which it fails. While the file named by
# PIPELINES_ROOT/hold-POINT exists, it waits there, and says so by hold-POINT.reached.
use strict;
use warnings;

my $point = $ENV{PIPELINES_HOOK};
my $hold = "$ENV{PIPELINES_ROOT}/hold-$point";
if (-e $hold) {
    open my $reached, '>', "$hold.reached" or die "$hold.reached: $!\n";
    close $reached;
    select(undef, undef, undef, 0.02) while -e $hold;
}

open my $file, '<', 'hook-fails' or exit 0;
my @fails = split ' ', <$file> // '';
if (grep { $_ eq $point } @fails) {
    print STDERR "the hook refuses at $point\n";
    exit 3;
}
