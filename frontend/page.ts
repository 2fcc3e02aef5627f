import "./shared/page";
